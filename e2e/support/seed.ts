/**
 * Where the draws of a run begin. `npm test` draws the same every time: whoever repeats a run repeats it, and
 * a change is judged by what it changed. `npm run soak` looks for what nobody has met yet: it sets
 * `FICHA_SEED` anew. What it finds becomes a test with a name.
 */
export const runSeed = (): number => Number(process.env.FICHA_SEED) || 20_261_122
