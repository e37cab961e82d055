/** Named values, as plain data. `undefined` means no value: writing it deletes. */
export interface Shelf {
  read(name: string): Promise<unknown>
  write(name: string, value: unknown): Promise<void>
  clear(): Promise<void>
}

export function memoryShelf(): Shelf & { all(): [string, unknown][] } {
  const values = new Map<string, unknown>()
  return {
    // Copied both ways, as a disk would, so that a caller cannot change what is kept.
    read: async (name) => structuredClone(values.get(name)),
    async write(name, value) {
      if (value === undefined) values.delete(name)
      else values.set(name, structuredClone(value))
    },
    async clear() {
      values.clear()
    },
    all: () => [...values],
  }
}
