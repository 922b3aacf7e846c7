import { refusal } from "../../../core/refusal.ts";

/** A file that cannot be read as a table; facts `reason`, `zh`, `en` come from WHY_UNREADABLE. */
export const FileUnreadable = refusal("file_unreadable", 422, { zh: "无法读取文件“{file}”：{zh}", en: "Cannot read the file “{file}”: {en}" });

export const WHY_UNREADABLE = {
  empty: { reason: "empty", zh: "文件是空的", en: "it is empty" },
  password: { reason: "password", zh: "文件有密码，请去掉密码后重新上传", en: "it is protected by a password; remove the password and upload it again" },
  old_xls: { reason: "old_xls", zh: "这是旧版 .xls 文件，请另存为 .xlsx 或 CSV", en: "it is an old .xls file; save it as .xlsx or CSV" },
  not_xlsx: { reason: "not_xlsx", zh: "压缩包中没有 Excel 工作簿", en: "the archive holds no Excel workbook" },
  damaged: { reason: "damaged", zh: "文件已损坏或不完整", en: "it is damaged or incomplete" },
  too_large: { reason: "too_large", zh: "解压后的内容超出上限", en: "its content is larger than the limit once unpacked" },
  no_sheet: { reason: "no_sheet", zh: "没有找到指定的工作表", en: "it has no such sheet" },
  web_page: { reason: "web_page", zh: "这是网页，不是表格文件", en: "it is a web page, not a table" },
  binary: { reason: "binary", zh: "这不是文本表格文件", en: "it is not a text table" },
  encoding: { reason: "encoding", zh: "不支持这种字符编码", en: "the character encoding is not supported" },
} as const;
