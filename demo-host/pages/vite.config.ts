import { defineConfig } from 'vite'

/** The demo's host pages (`dist/host`). */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    outDir: '../../dist/host',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    reportCompressedSize: false,
    rolldownOptions: { input: ['index.html', 'helpdesk.html', 'pos.html', 'bare.html'] },
  },
})
