import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const PACKAGES = /[\\/]node_modules[\\/]/;
const TABLES = /[\\/](antd[\\/]es|@rc-component)[\\/](table|pagination|tree)[\\/]/;
const CALENDARS = /[\\/](antd[\\/]es|@rc-component)[\\/](picker|date-picker|time-picker|calendar)[\\/]/;
const TEXTS = /[\\/]node_modules[\\/].*[\\/]locale[\\/]/;
const api = process.env.CLEW_DEV_API ?? "http://127.0.0.1:3000";

/** Writes every text file of the build compressed beside itself, once, so that the server never compresses. */
function compressed(): Plugin {
  let folder = "";
  return {
    name: "compressed",
    apply: "build",
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(js|css|svg|html|json)$/.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const text = readFileSync(path);
        if (text.length < 1_024) continue;
        writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
        writeFileSync(`${path}.br`, brotliCompressSync(text));
      }
    },
  };
}

/** A button wants one context of the form package, whose index would bring all of it: fields, lists and validation. */
function oneContext(): Plugin {
  return {
    name: "one-context",
    apply: "build",
    enforce: "pre",
    resolveId(source, importer) {
      return source === "@rc-component/form" && /[\\/]antd[\\/]es[\\/]form[\\/]context\.js$/.test(importer ?? "") ? this.resolve("@rc-component/form/es/FormContext.js", importer) : null;
    },
  };
}

/**
 * The web app: sources in web/, built into dist/web. The page runs under
 * `default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'`:
 * no script is inline; only Ant Design's generated style sheets need 'unsafe-inline' for styles.
 */
export default defineConfig({
  root: "web",
  plugins: [react(), oneContext(), compressed()],
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
          // What the frame and the lists need comes as three files, one for each pace of change; a page brings only what they lack.
          groups: [
            { name: "react", priority: 7, tags: ["$initial"], test: /node_modules[\\/](react|react-dom|react-router|scheduler|@tanstack|i18next|react-i18next|dayjs)[\\/]/ },
            { name: "parts", priority: 6, tags: ["$initial"], test: PACKAGES },
            { name: "shell", priority: 5, tags: ["$initial"] },
            // Tables, calendars and the rest of the parts, each where a page has it; their texts go with the language.
            { name: "texts", priority: 4, test: TEXTS, minShareCount: 2 },
            { name: "more", priority: 3, test: (id) => PACKAGES.test(id) && !TABLES.test(id) && !CALENDARS.test(id), minShareCount: 8 },
            { name: "tables", priority: 2, test: TABLES },
            { name: "calendars", priority: 1, test: CALENDARS, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: { port: 5173, proxy: { "/api": api, "/f": api } },
});
