import { QueryClientProvider } from "@tanstack/react-query";
import { ConfigProvider } from "antd";
import { useLayoutEffect, useMemo } from "react";
import { RouterProvider } from "react-router";
import { queryClient } from "../api/query-client.ts";
import { useMode } from "../ui/mode.ts";
import { antdTheme, applyTokens } from "../ui/theme.ts";
import { ToastHost } from "../ui/toast.tsx";
import { useAntdLocale } from "../words/words.ts";
import { router } from "./routes.tsx";

/** Everything around the pages: theme, language, data, routes. */
export function App() {
  const mode = useMode();
  const locale = useAntdLocale();
  const theme = useMemo(() => antdTheme(mode), [mode]);
  useLayoutEffect(() => applyTokens(mode), [mode]);
  return (
    <QueryClientProvider client={queryClient}>
      <ConfigProvider theme={theme} {...(locale ? { locale } : {})} button={{ autoInsertSpace: false }}>
        <div className="clew-app">
          <ToastHost />
          <RouterProvider router={router} />
        </div>
      </ConfigProvider>
    </QueryClientProvider>
  );
}
