import { useMutation } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { Navigate, useLocation, useNavigate } from "react-router";
import { call } from "../api/call.ts";
import { queryClient } from "../api/query-client.ts";
import { useSetupNeeded } from "../api/setup.ts";
import { Problem } from "../ui/Problem.tsx";
import { useWords } from "../words/words.ts";
import { Door } from "./Door.tsx";
import { landing } from "./landing.ts";

/** E-mail and password; afterwards the page that was asked for. */
export default function SignIn() {
  const t = useWords();
  const go = useNavigate();
  const { search } = useLocation();
  const setup = useSetupNeeded();
  const enter = (): void => {
    queryClient.clear();
    void go(landing(search), { replace: true });
  };
  const signIn = useMutation({
    mutationFn: (input: { email: string; password: string }) => call("POST", "/api/auth/sign-in/email", { body: input }),
    onSuccess: enter,
  });
  if (setup.data?.needed) return <Navigate to="/setup" replace />;
  const required = { required: true, message: t("auth:required") };
  return (
    <Door title={t("auth:sign_in_title")}>
      {signIn.error && <Problem error={signIn.error} />}
      <Form layout="vertical" requiredMark={false} onFinish={signIn.mutate}>
        <Form.Item name="email" label={t("auth:email")} rules={[required, { type: "email", message: t("auth:bad_email") }]} validateTrigger="onSubmit"><Input autoFocus type="email" autoComplete="username" size="large" /></Form.Item>
        <Form.Item name="password" label={t("auth:password")} rules={[required]}><Input.Password autoComplete="current-password" size="large" /></Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>{t("auth:sign_in")}</Button>
      </Form>
    </Door>
  );
}
