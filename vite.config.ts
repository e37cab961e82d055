import { defineConfig } from 'vite'

/**
 * What runs in Node (`dist/node`). Each artefact that a browser loads has its own configuration beside its
 * pages: `widget/`, `demo-host/pages/` and `demo-host/static/`.
 */
export default defineConfig({
  build: {
    ssr: true,
    outDir: 'dist/node',
    target: 'es2022',
    sourcemap: true,
    rolldownOptions: {
      input: {
        gateway: 'connectors/gateway/node.ts',
        'rule-trials': 'connectors/gateway/rule-sandbox/worker.ts',
        serve: 'connectors/gateway/main.ts',
        ficha: 'connectors/cli/ficha.ts',
        demo: 'demo-host/demo.ts',
        'real-systems': 'e2e/systems/main.ts',
        'demo-systems': 'demo-host/systems/main.ts',
        'demo-gateway': 'demo-host/gateway.ts',
        'demo-host': 'demo-host/host/main.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
})
