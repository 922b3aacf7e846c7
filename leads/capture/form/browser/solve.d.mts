export function solve(challenge: { parameters: object; signature?: string }): Promise<string>;
