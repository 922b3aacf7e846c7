import { useMutation } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { Navigate, useLocation, useNavigate } from "react-router";
import { useState } from "react";
import { call } from "../api/call.ts";
import { ApiProblem } from "../api/problem.ts";
import { queryClient } from "../api/query-client.ts";
import { useSetupNeeded } from "../api/setup.ts";
import { Problem } from "../ui/Problem.tsx";
import { useWords } from "../words/words.ts";
import { Door } from "./Door.tsx";
import { landing } from "./landing.ts";

interface Answer {
  twoFactorRedirect?: boolean;
}

/** E-mail and password, then a one-time code where the person has a second factor. */
export default function SignIn() {
  const t = useWords();
  const go = useNavigate();
  const { search } = useLocation();
  const setup = useSetupNeeded();
  const [second, setSecond] = useState(false);
  const enter = (): void => {
    queryClient.clear();
    void go(landing(search), { replace: true });
  };
  const signIn = useMutation({
    mutationFn: (input: { email: string; password: string }) => call<Answer>("POST", "/api/auth/sign-in/email", { body: input }),
    onSuccess: (answer) => (answer.twoFactorRedirect ? setSecond(true) : enter()),
  });
  const verify = useMutation({ mutationFn: (input: { code: string }) => call("POST", "/api/auth/two-factor/verify-totp", { body: input }), onSuccess: enter });
  if (setup.data?.needed) return <Navigate to="/setup" replace />;
  const required = { required: true, message: t("auth:required") };
  const refused = second ? verify.error : signIn.error;
  const wrong = refused instanceof ApiProblem && refused.status === 401 ? new ApiProblem(401, { title: t("auth:wrong") }) : refused;
  return (
    <Door title={t("auth:sign_in_title")}>
      {wrong && <Problem error={wrong} />}
      {second ? (
        <Form layout="vertical" requiredMark={false} onFinish={verify.mutate}>
          <Form.Item name="code" label={t("auth:code")} extra={t("auth:code_hint")} rules={[required]}><Input autoFocus inputMode="numeric" autoComplete="one-time-code" size="large" /></Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={verify.isPending}>{t("auth:verify")}</Button>
        </Form>
      ) : (
        <Form layout="vertical" requiredMark={false} onFinish={signIn.mutate}>
          <Form.Item name="email" label={t("auth:email")} rules={[required, { type: "email", message: t("auth:bad_email") }]} validateTrigger="onSubmit"><Input autoFocus type="email" autoComplete="username" size="large" /></Form.Item>
          <Form.Item name="password" label={t("auth:password")} rules={[required]}><Input.Password autoComplete="current-password" size="large" /></Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>{t("auth:sign_in")}</Button>
        </Form>
      )}
    </Door>
  );
}
