import { createBrowserRouter, Navigate, type RouteObject } from "react-router";
import { whenSignedOut } from "../api/call.ts";
import { Allowed } from "./Allowed.tsx";
import { Frame } from "./Frame.tsx";
import { Broken } from "./Broken.tsx";
import { NotFound } from "./NotFound.tsx";
import { PAGES } from "./pages.tsx";
import { Waiting } from "./Waiting.tsx";

const pages: RouteObject[] = PAGES.map((page) => ({
  path: page.path,
  errorElement: <Broken />,
  lazy: async () => {
    const Content = (await page.load()).default;
    return { Component: () => <Allowed page={page}><Content /></Allowed> };
  },
}));

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
