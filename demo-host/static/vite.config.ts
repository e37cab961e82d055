import { defineConfig } from 'vite'

/** The demo that needs no server (`dist/static`): card, hub and sample systems in one page. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    outDir: '../../dist/static',
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    sourcemap: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_200,
    rolldownOptions: { input: ['index.html', 'card.html'] },
  },
})
