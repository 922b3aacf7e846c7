import type { KyselyPlugin, PluginTransformQueryArgs, PluginTransformResultArgs, QueryResult, RootOperationNode, UnknownRow } from "kysely";

const COLUMNS = ["expiresAt", "createdAt", "updatedAt", "accessTokenExpiresAt", "refreshTokenExpiresAt"];

/** Clew's connections read instants as text; the sign-in library compares them as Dates. */
export class DateColumns implements KyselyPlugin {
  transformQuery(args: PluginTransformQueryArgs): RootOperationNode {
    return args.node;
  }

  async transformResult(args: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    for (const row of args.result.rows) {
      for (const column of COLUMNS) {
        const value = row[column];
        if (typeof value === "string") row[column] = new Date(value);
      }
    }
    return args.result;
  }
}
