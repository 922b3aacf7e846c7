import { useMutation } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { call } from "../api/call.ts";
import { Problem } from "../ui/Problem.tsx";
import { tell } from "../ui/toast.tsx";
import { useWords } from "../words/words.ts";

interface Passwords {
  current_password: string;
  new_password: string;
}

/** Changes the password and signs every other device out. */
export function Password() {
  const t = useWords();
  const [form] = Form.useForm<Passwords>();
  const change = useMutation({
    mutationFn: (input: Passwords) => call("POST", "/me/password", { body: input }),
    onSuccess: () => {
      form.resetFields();
      tell(t("auth:password_changed"));
    },
  });
  return (
    <section className="panel">
      <h2>{t("auth:change_password")}</h2>
      {change.error && <Problem error={change.error} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={change.mutate} className="narrow">
        <Form.Item name="current_password" label={t("auth:current_password")} rules={[{ required: true, message: t("auth:required") }]}><Input.Password autoComplete="current-password" /></Form.Item>
        <Form.Item name="new_password" label={t("auth:new_password")} rules={[{ required: true, min: 10, message: t("auth:password_hint") }]}><Input.Password autoComplete="new-password" /></Form.Item>
        <Button htmlType="submit" loading={change.isPending}>{t("auth:change_password")}</Button>
      </Form>
    </section>
  );
}
