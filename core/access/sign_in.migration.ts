/** Tables of the sign-in library as its own migration helper writes them (better-auth 1.7), and the counter of failed attempts. */
export const signInMigration = {
  name: "0101-sign-in",
  sql: `
    create schema if not exists auth;
    create table auth."user" (
      "id" uuid default gen_random_uuid() not null primary key, "name" text not null, "email" text not null unique, "emailVerified" boolean not null,
      "image" text, "createdAt" timestamptz default current_timestamp not null, "updatedAt" timestamptz default current_timestamp not null
    );
    create table auth."session" (
      "id" uuid default gen_random_uuid() not null primary key, "expiresAt" timestamptz not null, "token" text not null unique,
      "createdAt" timestamptz default current_timestamp not null, "updatedAt" timestamptz not null, "ipAddress" text, "userAgent" text,
      "userId" uuid not null references auth."user" ("id") on delete cascade
    );
    create table auth."account" (
      "id" uuid default gen_random_uuid() not null primary key, "accountId" text not null, "providerId" text not null,
      "userId" uuid not null references auth."user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text,
      "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, "scope" text, "password" text,
      "createdAt" timestamptz default current_timestamp not null, "updatedAt" timestamptz not null
    );
    create table auth."verification" (
      "id" uuid default gen_random_uuid() not null primary key, "identifier" text not null, "value" text not null, "expiresAt" timestamptz not null,
      "createdAt" timestamptz default current_timestamp not null, "updatedAt" timestamptz default current_timestamp not null
    );
    create index "session_userId_idx" on auth."session" ("userId");
    create index "account_userId_idx" on auth."account" ("userId");
    create index "verification_identifier_idx" on auth."verification" ("identifier");

    create table clew.sign_in_attempt (key text primary key, failures int not null, since timestamptz not null);
  `,
};
