import { expect, test } from "vitest";
import { nameKey, namePinyin } from "./name.ts";

test("titles are not part of a name", () => {
  expect(["张三先生", "张三 女士", "张三经理", "张 三", "张三（采购）", "张三总"].map((typed) => nameKey(typed).key)).toEqual(Array(6).fill("张三"));
  expect(["Mr. John Smith", "JOHN  SMITH", "Dr John Smith"].map((typed) => nameKey(typed).key)).toEqual(Array(3).fill("john smith"));
});

test("王总 and 欧阳经理 leave a surname, and are marked as such", () => {
  expect(nameKey("王总")).toEqual({ key: "王", partial: true });
  expect(nameKey("欧阳经理")).toEqual({ key: "欧阳", partial: true });
  expect(nameKey("李工")).toEqual({ key: "李", partial: true });
  expect(nameKey("王建工")).toEqual({ key: "王建工", partial: false });
});

test("a title alone leaves something, a placeholder nothing", () => {
  expect(nameKey("经理")).toEqual({ key: "经理", partial: true });
  expect(nameKey("无").key).toBeNull();
});

test("surnames are read as surnames", () => {
  expect(["单雄", "仇英", "曾晓红", "尉迟恭", "吕布", "解放"].map((name) => namePinyin(name).full)).toEqual(["shanxiong", "qiuying", "zengxiaohong", "yuchigong", "lvbu", "xiefang"]);
  expect(namePinyin("曾晓红").initials).toBe("zxh");
  expect(namePinyin("John Smith")).toEqual({ full: "johnsmith", initials: "js" });
});
