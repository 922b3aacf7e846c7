import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import type { House } from "../ctx.ts";
import { DateColumns } from "./date_columns.ts";
import { directory } from "./directory.ts";
import { PASSWORD_LENGTH } from "./password_policy.ts";
import { ADDRESS_HEADER, isSecure, SIGN_IN_PATH } from "./sign_in_names.ts";

const DAY = 86_400;

export type SignInLibrary = ReturnType<typeof buildSignIn>;

/** The sign-in library on our pool and in its own schema. Its rate limiter is off: attempts are counted in the database. */
export function buildSignIn(house: House) {
  return betterAuth({
    appName: "Clew",
    baseURL: house.settings.publicUrl,
    basePath: SIGN_IN_PATH,
    secret: house.settings.secret,
    database: { db: house.db.withPlugin(new DateColumns()), type: "postgres", schemaName: "auth", transaction: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD_LENGTH.min, maxPasswordLength: PASSWORD_LENGTH.max },
    session: { expiresIn: 7 * DAY, updateAge: DAY, freshAge: 0 },
    trustedOrigins: async (request) => (request ? sameSite(request) : []),
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: "error", log: (_level, message, ...details) => house.log.error({ details }, `sign-in: ${message}`) },
    onAPIError: {
      onError: (error) => {
        if (!(error instanceof APIError)) house.log.error({ err: error }, "sign-in failed");
      },
    },
    advanced: {
      cookiePrefix: "clew",
      useSecureCookies: isSecure(house),
      // The library switches both checks off under a test runner unless told.
      disableCSRFCheck: false,
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: "uuid", validateSchema: false },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const person = (await directory.get(house)).people.get(session.userId);
            if (person?.status !== "active") throw new APIError("FORBIDDEN", { code: "PERSON_INACTIVE", message: "switched off" });
          },
        },
      },
    },
  });
}

// The page's own host, under either scheme, because a proxy in front may end TLS: no other site can make a browser send it.
function sameSite(request: Request): string[] {
  const { host } = new URL(request.url);
  return [`http://${host}`, `https://${host}`];
}
