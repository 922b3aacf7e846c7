import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const api = process.env.CLEW_DEV_API ?? "http://127.0.0.1:3000";

/**
 * The web app: sources in web/, built into dist/web. The page runs under
 * `default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'`:
 * no script is inline; only Ant Design's generated style sheets need 'unsafe-inline' for styles.
 */
export default defineConfig({
  root: "web",
  plugins: [react()],
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: "es2023",
    // Inline assets and the polyfill script would need looser rules than 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|react-router|scheduler|@tanstack|i18next|react-i18next|dayjs)[\\/]/ },
          ],
        },
      },
    },
  },
  server: { port: 5173, proxy: { "/api": api, "/f": api } },
});
