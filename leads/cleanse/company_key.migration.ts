/** People of a company are looked up by company and name together (leads/lead.object.ts); the index by company alone has served its time. */
export const companyKeyMigration = { name: "0340-company-and-name", sql: "drop index if exists crm.lead_company_key" };
