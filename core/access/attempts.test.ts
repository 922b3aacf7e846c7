import { expect, test } from "vitest";
import { addressKey } from "./attempts.ts";

test.each([
  ["203.0.113.7", "address:203.0.113.7"],
  ["::ffff:203.0.113.7", "address:203.0.113.7"],
  ["2001:0db8:1:2:3:4:5:6", "address:2001:db8:1:2::/64"],
  ["2001:db8::1", "address:2001:db8:0:0::/64"],
  ["::1", "address:0:0:0:0::/64"],
  ["fe80::1%eth0", "address:fe80:0:0:0::/64"],
])("failures from %s count for %s", (address, key) => {
  expect(addressKey(address)).toBe(key);
});

test("whoever has a whole IPv6 network is one address", () => {
  expect(addressKey("2001:db8:1:2::9")).toBe(addressKey("2001:db8:1:2:ffff:1:2:3"));
  expect(addressKey("2001:db8:1:3::9")).not.toBe(addressKey("2001:db8:1:2::9"));
});
