import { Button, Form, Input, Radio } from "antd";
import { useEffect, useState } from "react";
import { Navigate, useNavigate } from "react-router";
import { ApiProblem } from "../api/problem.ts";
import { queryClient } from "../api/query-client.ts";
import { useSampleProgress, useSetup, useSetupNeeded, type SetupInput } from "../api/setup.ts";
import { ProgressLine } from "../ui/ProgressLine.tsx";
import { Problem } from "../ui/Problem.tsx";
import { useWords } from "../words/words.ts";
import { Door } from "./Door.tsx";

/** The first visit: the organisation, its administrator, and how to see sample data instead. */
export default function Setup() {
  const t = useWords();
  const go = useNavigate();
  const needed = useSetupNeeded();
  const setup = useSetup();
  const [form] = Form.useForm<SetupInput>();
  const [making, setMaking] = useState(false);
  const enter = (): void => void go("/", { replace: true });
  if (making) return <SampleMaking enter={enter} />;
  if (needed.data && !needed.data.needed) return <Navigate to="/sign-in" replace />;
  const finish = (input: SetupInput): void =>
    setup.mutate(input, {
      onSuccess: () => {
        queryClient.clear();
        if (input.sample) setMaking(true);
        else enter();
      },
      onError: (error) => {
        if (error instanceof ApiProblem) form.setFields(error.errors.map((each) => ({ name: each.path as keyof SetupInput, errors: [each.message] })));
      },
    });
  const required = { required: true, whitespace: true, message: t("auth:required") };
  return (
    <Door wide title={t("auth:setup_title")} text={t("auth:setup_text")}>
      {needed.error && <Problem error={needed.error} retry={() => void needed.refetch()} />}
      {setup.error && <Problem error={setup.error} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={finish} validateTrigger="onBlur">
        <Form.Item name="organisation" label={t("auth:organisation")} rules={[required]}><Input autoFocus autoComplete="organization" /></Form.Item>
        <Form.Item name="name" label={t("auth:your_name")} rules={[required]}><Input autoComplete="name" /></Form.Item>
        <Form.Item name="email" label={t("auth:email")} rules={[required, { type: "email", message: t("auth:bad_email") }]}><Input type="email" autoComplete="username" /></Form.Item>
        <Form.Item name="password" label={t("auth:password")} rules={[{ required: true, min: 10, message: t("auth:password_hint") }]} extra={t("auth:password_hint")}><Input.Password autoComplete="new-password" /></Form.Item>
        <Form.Item name="sample" label={t("auth:start_with")} initialValue={false} extra={t("auth:start_sample_hint")}>
          <Radio.Group options={[{ value: false, label: t("auth:start_empty") }, { value: true, label: t("auth:start_sample") }]} />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={setup.isPending}>{t("auth:create")}</Button>
      </Form>
    </Door>
  );
}

/** The sample company comes to be, with its numbers; nobody has to wait for it. */
function SampleMaking({ enter }: { enter: () => void }) {
  const t = useWords();
  const { data } = useSampleProgress(true);
  useEffect(() => {
    if (data?.state === "done") enter();
  }, [data?.state, enter]);
  const failed = data?.state === "failed";
  return (
    <Door wide title={t("auth:sample_making")} text={failed ? t("auth:sample_failed") : t("auth:start_sample_hint")}>
      <ProgressLine done={data?.percent ?? 0} total={100} failed={failed} />
      <Button block size="large" onClick={enter}>{t("auth:sample_enter")}</Button>
    </Door>
  );
}
