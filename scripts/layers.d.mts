export function importsOf(source: string): { target: string; typeOnly: boolean; lazy: boolean }[];
export function judge(from: string, to: string, typeOnly: boolean): string | null;
export function judgePackage(from: string, name: string): string | null;
export function findCycle(graph: Map<string, string[]>): string[] | null;
