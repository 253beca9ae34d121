import { z } from 'zod';
import { type FieldRule, withRules } from './rule.ts';

/** Of the commands that Redis calls administrative, those that neither change nor reveal what the operator relies on. */
export const harmlessAdminCommands = ['role', 'lastsave', 'latency', 'slowlog', 'client|list'] as const;

/** The others, as far as they can be named: with one of them a user could read passwords, lock the operator out or end the cluster. */
const operatorCommands = [
  'acl',
  'bgrewriteaof',
  'bgsave',
  'client\\|(kill|no-evict|pause|unblock|unpause)',
  'cluster',
  'config',
  'debug',
  'failover',
  'module',
  'monitor',
  'pfdebug',
  'pfselftest',
  'psync',
  'replconf',
  'replicaof',
  'save',
  'shutdown',
  'slaveof',
  'sync',
];

/** A rule that refuses what the expression matches. */
function refusal(expression: string, message: string): FieldRule<string> {
  const pattern = new RegExp(expression);
  return { cel: `!self.matches('${expression.replaceAll('\\', '\\\\')}')`, message, holds: (permission) => !pattern.test(permission) };
}

/** Letters, digits and signs of ASCII; no white space, quotes or backslashes, which are syntax where Redis reads a rule from a file. */
const graphic = '[!#-&(-\\[\\]-~]';
const command = '[a-z][a-z0-9._-]*(\\|[a-z0-9._-]+)?';
const syntax = `^([+-]@[a-z]+|[+-]${command}|(~|%R~|%W~|%RW~|&).+|(all|reset)(keys|channels)|(all|no)commands)$`;
const syntaxExpression = new RegExp(syntax);

const rules = [
  refusal('^(>|<|#|!|nopass$|resetpass$)', 'a permission is no password: it comes from the Secret of users[].secretName, remove the rule'),
  refusal(
    '^(on|off|reset|sanitize-payload|skip-sanitize-payload)$',
    'the operator switches users on and off and resets them: remove the rule, or the user from users',
  ),
  refusal('^[(]', 'selectors are not supported: make another user with the second set of permissions'),
  refusal(
    `^\\+(@admin|(${operatorCommands.join('|')})(\\||$))`,
    'the command is left to the operator: with it a user could read passwords, lock the operator out or end the cluster; use +@all or +@dangerous, which go without such commands',
  ),
  {
    cel: `self.matches('${syntax.replaceAll('\\', '\\\\')}')`,
    message:
      'must be one rule of a Redis access control list, in lower case: +command, +command|subcommand, -command, +@category, -@category, ~key-pattern, %R~key-pattern, %W~key-pattern, &channel-pattern',
    holds: (permission: string) => syntaxExpression.test(permission),
  },
] satisfies FieldRule<string>[];

/** One rule of an access control list, as far as it may be given away. It becomes one word of a line in an ACL file. */
export const redisPermission = withRules(
  z
    .string()
    .min(1)
    .max(128)
    .regex(new RegExp(`^${graphic}+$`), 'must be one word without spaces, quotes and backslashes'),
  rules,
);
