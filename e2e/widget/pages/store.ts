import { openStore } from '../../../widget/storage/open.ts'

/** The store alone, in a page: the key comes from the test, as it would from the gateway. */
declare global {
  interface Window {
    openStore(key: string): ReturnType<typeof openStore>
  }
}
window.openStore = (key) => openStore(async () => key)
