const GROUPS = `
abigail abby gail|alexander alex al sandy xander|alexandra alex sandra lexi|andrew andy drew|anthony tony|barbara barb babs|benjamin ben benny|catherine katherine kathryn kate kathy katie cathy kitty|charles charlie chuck|christina christine chris tina chrissy
christopher chris kit topher|daniel dan danny|david dave davey|deborah deb debbie|donald don donny|dorothy dot dotty|edward ed eddie ted ned|eleanor ellie nell|elizabeth liz lizzie beth betty eliza lisa|emily em emmy|frances fran fanny|francis frank
frederick fred freddy|gabriel gabe|gerald gerry jerry|gregory greg|harold harry hal|henry harry hank|isabella isabel bella izzy|jacob jake|jacqueline jackie|james jim jimmy jamie|janet jan|jennifer jen jenny|jessica jess jessie|john johnny jack jon|jonathan jon
joseph joe joey|joshua josh|judith judy|kenneth ken kenny|kimberly kim|lawrence larry|leonard len lenny|louis lou|lucas luke|madeline maddie|margaret maggie meg peggy marge greta|martin marty|mary molly polly|matthew matt|maximilian max|michael mike mick mickey
mitchell mitch|natalie nat|nathaniel nathan nat nate|nicholas nick nicky|nicole nicky|oliver ollie|olivia liv livvy|pamela pam|patricia pat patty trish|patrick pat paddy|peter pete|philip phil|raymond ray|rebecca becky becca|richard rick dick rich richie
robert bob rob bobby robbie bert|ronald ron ronnie|samantha sam|samuel sam sammy|sarah sally sadie|sophia sophie|stephanie steph|stephen steven steve|susan sue susie|terence terry|theodore ted theo|theresa terry tess|thomas tom tommy|timothy tim timmy
valerie val|victoria vicky tori|vincent vince vinny|virginia ginny|walter walt|william bill will billy liam willy|zachary zach zack`;

const groupsOf = new Map<string, Set<number>>();
for (const [at, group] of GROUPS.trim().split(/[|\n]/).entries()) {
  for (const name of group.split(" ")) groupsOf.set(name, (groupsOf.get(name) ?? new Set()).add(at));
}

/** Whether two English given names are used for one another (William, Bill). */
export function nicknames(a: string, b: string): boolean {
  const groups = groupsOf.get(a);
  const others = groupsOf.get(b);
  if (!groups || !others) return false;
  for (const one of groups) if (others.has(one)) return true;
  return false;
}
