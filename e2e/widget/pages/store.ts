import { openStore } from '../../../widget/storage/open.ts'

type Store = ReturnType<typeof openStore>
/** The store alone, in a page: the key comes from the test, as it would from the gateway. */
declare global {
  interface Window {
    openStore(key: string): Store
    /** Resolves once it writes to the disk: until that opens, the store goes on in memory. */
    openOnDisk(key: string): Promise<Store>
  }
}
window.openStore = (key) => openStore(async () => key)
window.openOnDisk = async (key) => {
  const store = window.openStore(key)
  while ((await store.kept()) !== 'encrypted') await new Promise((later) => setTimeout(later, 20))
  return store
}
