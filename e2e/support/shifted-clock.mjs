/**
 * Given to a process with `--import`: its date is CLOCK_SHIFT_MS away from the machine's, and goes on from
 * there.
 */
const shift = Number(process.env.CLOCK_SHIFT_MS)
const Machine = Date
globalThis.Date = new Proxy(Machine, {
  construct: (target, given, made) =>
    Reflect.construct(target, given.length > 0 ? given : [Machine.now() + shift], made),
  apply: () => new Machine(Machine.now() + shift).toString(),
  get: (target, name) => (name === 'now' ? () => Machine.now() + shift : Reflect.get(target, name)),
})
Machine.prototype.constructor = globalThis.Date
