/** Every command of Redis 7 and 8 that changes data, as its exporter names them: what follows a bar is the command within the command. */
const writeCommands: readonly string[] = [
  'append|bitfield|bitop|copy|decr|decrby|del|expire|expireat|flushall|flushdb|getdel|getex|getset|incr|incrby|incrbyfloat|migrate|move|mset|msetnx',
  'persist|pexpire|pexpireat|psetex|rename|renamenx|restore|set|setbit|setex|setnx|setrange|sort|swapdb|unlink',
  'blmove|blmpop|blpop|brpop|brpoplpush|linsert|lmove|lmpop|lpop|lpush|lpushx|lrem|lset|ltrim|rpop|rpoplpush|rpush|rpushx',
  'hdel|hexpire|hexpireat|hgetdel|hgetex|hincrby|hincrbyfloat|hmset|hpersist|hpexpire|hpexpireat|hset|hsetex|hsetnx',
  'sadd|sdiffstore|sinterstore|smove|spop|srem|sunionstore',
  'bzmpop|bzpopmax|bzpopmin|zadd|zdiffstore|zincrby|zinterstore|zmpop|zpopmax|zpopmin|zrangestore|zrem|zremrangebylex|zremrangebyrank|zremrangebyscore|zunionstore',
  'geoadd|georadius|georadiusbymember|geosearchstore|pfadd|pfmerge',
  'xack|xackdel|xadd|xautoclaim|xclaim|xdel|xdelex|xgroup.*|xreadgroup|xsetid|xtrim',
];

/** Matches the series of `redis_commands_total` that are writes: no operator, sentinel, probe or exporter sends any of these. */
export const redisWrites = `cmd=~"${writeCommands.join('|')}"`;
