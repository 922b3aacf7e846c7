import type { Verb } from "./verb.ts";

/** Every command, by its name; its code is loaded when it is wanted, so that the others start quickly. */
export const verbs: Record<string, Omit<Verb, "run"> & { load(): Promise<Pick<Verb, "run">> }> = {
  start: { title: { zh: "启动", en: "start" }, load: async () => (await import("./start.ts")).startVerb },
  demo: { title: { zh: "以示例公司启动", en: "start with a sample company" }, load: async () => (await import("./start.ts")).demoVerb },
  migrate: { title: { zh: "升级数据库结构", en: "bring the database up to date" }, load: async () => (await import("./migrate.ts")).migrateVerb },
  "create-admin": {
    title: { zh: "新建管理员（密码取自 CLEW_ADMIN_PASSWORD）", en: "add an administrator (password from CLEW_ADMIN_PASSWORD)" }, usage: "EMAIL [NAME]",
    load: async () => (await import("./create_admin.ts")).createAdminVerb,
  },
  backup: { title: { zh: "备份全部数据到一个文件", en: "back everything up into one file" }, usage: "FILE", load: async () => (await import("./backup.ts")).backupVerb },
  restore: { title: { zh: "把备份恢复到空的数据库", en: "restore a backup into an empty database" }, usage: "FILE", load: async () => (await import("./restore.ts")).restoreVerb },
  export: { title: { zh: "导出一个对象的全部记录为 CSV", en: "export every record of an object as CSV" }, usage: "OBJECT FILE", load: async () => (await import("./export.ts")).exportVerb },
  import: { title: { zh: "导入 CSV 或 Excel 文件", en: "import a CSV or Excel file" }, usage: "FILE [OBJECT]", load: async () => (await import("./import_file.ts")).importVerb },
};
