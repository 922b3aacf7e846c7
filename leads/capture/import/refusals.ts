import { refusal } from "../../../core/refusal.ts";

export const WrongStatus = refusal("import_status", 409, { zh: "导入当前状态为「{status}」，不能执行此操作", en: "This is not possible while the import is “{status}”" });
export const NoColumns = refusal("import_empty", 422, { zh: "文件「{file}」中没有数据行", en: "The file “{file}” has no rows of data" });
export const FileGone = refusal("import_file_missing", 409, {
  zh: "找不到上传的文件；多进程部署时，所有进程须共用同一个数据文件夹", en: "The uploaded file is not in the data folder of this process; several processes must share one data folder",
});
