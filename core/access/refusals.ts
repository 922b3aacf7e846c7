import { refusal } from "../refusal.ts";

export const SignInWrong = refusal("sign_in_wrong", 401, { zh: "邮箱或密码不正确", en: "The e-mail or password is not right" });
export const PersonInactive = refusal("person_inactive", 403, { zh: "此账号已停用，请联系管理员", en: "This account is switched off; ask an administrator" });
export const SignInLocked = refusal("sign_in_locked", 429, {
  zh: "失败次数过多，请在 {retry_after} 秒后重试", en: "Too many failed attempts; try again in {retry_after} s",
});
export const PasswordWrong = refusal("password_wrong", 400, { zh: "当前密码不正确", en: "The current password is not right" });
export const EmailTaken = refusal("email_taken", 409, { zh: "邮箱 {email} 已被使用", en: "The e-mail {email} is already in use" });
export const LastAdministrator = refusal("last_administrator", 409, {
  zh: "至少要保留一位在职的管理员", en: "At least one active administrator has to remain",
});
export const BeyondYourRights = refusal("beyond_your_rights", 403, {
  zh: "不能授予或更改超出您自身权限的角色", en: "You cannot give or change rights beyond your own",
});
export const TeamCycle = refusal("team_cycle", 409, { zh: "团队不能位于自己的下级之中", en: "A team cannot lie below itself" });
export const TeamInUse = refusal("team_in_use", 409, {
  zh: "团队中还有 {people} 人和 {teams} 个下级团队", en: "The team still has {people} people and {teams} teams below it",
});
export const RoleTaken = refusal("role_taken", 409, { zh: "角色 {key} 已存在", en: "There already is a role {key}" });
export const RoleInUse = refusal("role_in_use", 409, {
  zh: "角色仍被 {people} 人和 {keys} 个密钥使用", en: "The role is still used by {people} people and {keys} keys",
});
export const StandardRole = refusal("standard_role", 409, { zh: "内置角色不能删除", en: "A standard role cannot be deleted" });
export const AdministratorRole = refusal("administrator_role", 409, {
  zh: "管理员角色的权限不能更改", en: "What administrators may do cannot be changed",
});
export const AlreadySetUp = refusal("already_set_up", 409, { zh: "系统已完成初始设置", en: "Clew has already been set up" });
export const PeopleOnly = refusal("people_only", 403, { zh: "API 密钥不能执行此操作", en: "An API key cannot do this" });
