import { expect, test } from "vitest";
import { checkFacts, checkServer, connectionProblem } from "./server.ts";

const facts = (version: string, encoding = "UTF8") => () => checkFacts({ version, encoding });

test("servers from version 15 on are accepted, whatever their packager wrote behind the number", () => {
  for (const version of ["15.0", "16.3 (Debian 16.3-1.pgdg120+1)", "18beta1"]) expect(facts(version)).not.toThrow();
});

test("an older server is refused with its version and the one needed", () => {
  expect(facts("14.12")).toThrow("PostgreSQL 14.12; Clew needs version 15 or newer");
  expect(facts("9.6.24")).toThrow("9.6.24");
});

test("a database that is not UTF8 is refused with how to make one", () => {
  expect(facts("16.1", "SQL_ASCII")).toThrow("encoding UTF8");
});

test("a server that is not there is named without its password", async () => {
  const sentence = checkServer("postgres://clew:hunter2@127.0.0.1:1/clew");
  await expect(sentence).rejects.toThrow("postgres://clew:***@127.0.0.1:1/clew cannot be reached (ECONNREFUSED)");
});

test("a wrong password and a missing database are told apart", () => {
  const url = "postgres://clew:x@db/clew";
  expect(connectionProblem({ code: "28P01" }, url).message).toContain("refused the user name or password");
  expect(connectionProblem({ code: "3D000" }, url).message).toContain("no database of that name");
});
