import { lateStore } from '../../../widget/storage/open.ts'

/** The store alone, in a page: the key comes from the test, as it would from the gateway. */
declare global {
  interface Window {
    openStore(key: string): ReturnType<typeof lateStore>
  }
}
window.openStore = (key) => lateStore(async () => key)
