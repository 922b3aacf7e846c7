/** What a public form says by itself. */
export const words = {
  zh: {
    title: "联系我们", button: "提交", thanks: "已收到，我们会尽快与您联系。", required: "必填", choose: "请选择", sending: "正在提交…", missing: "请填写此项", invalid: "填写有误，请检查",
    failed: "提交未成功，请检查网络后重试。", needsScript: "此表单需要浏览器启用 JavaScript，用于防止垃圾提交。请启用后刷新本页。", closed: "此表单已停止接收", closedMore: "请通过其他方式与我们联系。",
    leaveEmpty: "请勿填写此项", other: "English", check: "请检查标出的内容",
  },
  en: {
    title: "Get in touch", button: "Send", thanks: "Thank you. We will be in touch shortly.", required: "required", choose: "Please choose", sending: "Sending…", missing: "Please fill this in", invalid: "Please check this",
    failed: "This could not be sent. Please check your connection and try again.", needsScript: "This form needs JavaScript, to keep out automated posts. Please switch it on and reload the page.", closed: "This form is closed",
    closedMore: "Please get in touch with us another way.", leaveEmpty: "Leave this empty", other: "中文", check: "Please check what is marked",
  },
} as const;
