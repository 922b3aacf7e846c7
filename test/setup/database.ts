import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../../core/db/embedded.ts";
import { databaseUrl } from "../../core/db/url.ts";
import { temporaryFolder } from "./folder.ts";
import { prepareTemplate } from "./template.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Server of this run and the name of the prepared database that every test file clones. */
    database: { url: string; template: string };
  }
}

/**
 * One server for the whole run: the one CLEW_TEST_DATABASE_URL names, else one in a throwaway folder, run by the embedded
 * programs or by those in the folder CLEW_TEST_DATABASE_PROGRAMS (how `npm test` repeats the stories on an older version).
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env.CLEW_TEST_DATABASE_URL ? { url: process.env.CLEW_TEST_DATABASE_URL, stop: async () => {} } : await throwaway();
  const template = `clew_template_${process.pid}`;
  const client = new pg.Client(server.url);
  await client.connect();
  try {
    await client.query(`drop database if exists ${template}`);
    await client.query(`create database ${template} template template0 encoding 'UTF8'`);
    await prepareTemplate(databaseUrl(server.url, template));
  } catch (error) {
    await client.end();
    await server.stop();
    throw error;
  }
  project.provide("database", { url: server.url, template });
  return async () => {
    await client.query(`drop database if exists ${template} with (force)`);
    await client.end();
    await server.stop();
  };
}

async function throwaway(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = temporaryFolder();
  const embedded = await startEmbedded({ dataDir: folder.path, log: () => {}, durable: false, programs: process.env.CLEW_TEST_DATABASE_PROGRAMS });
  return {
    url: embedded.url,
    async stop() {
      await embedded.stop();
      folder.remove();
    },
  };
}
