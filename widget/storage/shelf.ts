/** Named values, as plain data. `undefined` is no value, when read and when written. */
export interface Shelf {
  read(name: string): Promise<unknown>
  write(name: string, value: unknown): Promise<void>
  clear(): Promise<void>
}

export function memoryShelf(): Shelf & { all(): [string, unknown][] } {
  const held = new Map<string, unknown>()
  return {
    // Copied both ways, as a disk would: nobody changes what is kept by holding on to it.
    read: async (name) => structuredClone(held.get(name)),
    async write(name, value) {
      if (value === undefined) held.delete(name)
      else held.set(name, structuredClone(value))
    },
    async clear() {
      held.clear()
    },
    all: () => [...held],
  }
}
