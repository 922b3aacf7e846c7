import type { ComponentType } from "react";
import { createBrowserRouter, Navigate, type RouteObject } from "react-router";
import { whenSignedOut } from "../api/call.ts";
import Records from "../work/Records.tsx";
import { withAllWords } from "../words/words.ts";
import { Allowed } from "./Allowed.tsx";
import { Frame } from "./Frame.tsx";
import { Broken } from "./Broken.tsx";
import { NotFound } from "./NotFound.tsx";
import { PAGES } from "./pages.tsx";
import { Waiting } from "./Waiting.tsx";

const pages: RouteObject[] = PAGES.map((page) => {
  const { load } = page;
  const route = { path: page.path, errorElement: <Broken /> };
  const show = (Content: ComponentType) => () => <Allowed page={page}><Content /></Allowed>;
  return load ? { ...route, lazy: async () => ({ Component: show((await withAllWords(load())).default) }) } : { ...route, Component: show(Records) };
});

export const router = createBrowserRouter([
  {
    path: "/",
    element: <Frame />,
    errorElement: <Broken />,
    HydrateFallback: Waiting,
    children: [{ index: true, element: <Navigate to={`/${PAGES[0]?.path ?? ""}`} replace /> }, ...pages, { path: "*", element: <NotFound /> }],
  },
  { path: "/sign-in", errorElement: <Broken />, HydrateFallback: Waiting, lazy: async () => ({ Component: (await import("./SignIn.tsx")).default }) },
  { path: "/setup", errorElement: <Broken />, HydrateFallback: Waiting, lazy: async () => ({ Component: (await import("./Setup.tsx")).default }) },
]);

whenSignedOut(() => {
  const { pathname, search, hash } = router.state.location;
  if (pathname === "/sign-in" || pathname === "/setup") return;
  const here = pathname + search + hash;
  void router.navigate(here === "/" ? "/sign-in" : `/sign-in?to=${encodeURIComponent(here)}`, { replace: true });
});
