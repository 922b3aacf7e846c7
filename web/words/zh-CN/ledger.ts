export default {
  of_import: "导入：{{file}}",
  open: "在进线台账中查看",
  form_language: "正在编辑哪种语言",
  form_language_hint: "每个问题和文字可以各写一份中文和英文，访客看到自己语言的那份；没写的用另一种语言。",
  form_label: "显示为",
};
