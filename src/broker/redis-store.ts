import type { Store } from './store.js';

/**
 * Has Redis or Valkey run a Lua script, by your own client: one line for each of them is in docs/broker.md.
 * Resolves with the answer of the script.
 */
export type EvalScript = (script: string, keys: string[], args: string[]) => unknown;

/**
 * A list for each key holds when the latest requests were counted, the newest first. A script runs alone, so
 * no other request comes between looking and counting: https://redis.io/docs/latest/develop/programmability/eval-intro/
 * It goes by the clock of the server. Where that is set back, the times that lie ahead of it move back with it, so that
 * nobody is locked out for longer than a window.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local answer, isFree = { now }, true
local buckets = cjson.decode(ARGV[1])
for i, key in ipairs(KEYS) do
  local ahead = (tonumber(redis.call('LINDEX', key, 0) or 0)) - now
  if ahead > 0 then
    local times = redis.call('LRANGE', key, 0, -1)
    redis.call('DEL', key)
    for _, at in ipairs(times) do redis.call('RPUSH', key, string.format('%.0f', at - ahead)) end
  end
  local wait = 0
  for _, rule in ipairs(buckets[i]) do
    local at = redis.call('LINDEX', key, rule[1] - 1)
    if at then wait = math.max(wait, at + rule[2] - now) end
  end
  answer[i + 1] = wait
  isFree = isFree and wait == 0
end
if isFree then
  for i, key in ipairs(KEYS) do
    local most, longest = 0, 0
    for _, rule in ipairs(buckets[i]) do
      most, longest = math.max(most, rule[1]), math.max(longest, rule[2])
    end
    redis.call('LPUSH', key, string.format('%.0f', now))
    redis.call('LTRIM', key, 0, most - 1)
    redis.call('PEXPIRE', key, longest)
  end
end
return answer`;

const GIVE_BACK = `for _, key in ipairs(KEYS) do redis.call('LREM', key, 1, ARGV[1]) end`;

/**
 * Counts in Redis 5 or newer, or in Valkey, so that all brokers of a site keep one limit together. `name` sets
 * apart what has counts of its own on the same server.
 */
export function redisStore(evalScript: EvalScript, name = 'live-call'): Store {
  if (typeof evalScript !== 'function')
    throw new TypeError('redisStore: evalScript is no function');
  // A cluster keeps all keys with the same braces on one node, as a script needs them:
  // https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags
  const named = (keys: readonly string[]) => keys.map((key) => `{${name}}:${key}`);
  return {
    async take(buckets) {
      const keys = named(buckets.map(({ key }) => key));
      const rules = buckets.map(({ rules }) =>
        rules.map(({ count, windowMs }) => [count, windowMs]),
      );
      const answer = await evalScript(TAKE, keys, [JSON.stringify(rules)]);
      const list: readonly unknown[] = Array.isArray(answer) ? answer : [];
      // Some clients give numbers as texts.
      const [at = NaN, ...waitsMs] = list.map((number) => parseInt(String(number), 10));
      return { waitsMs, at };
    },
    async giveBack(keys, at) {
      await evalScript(GIVE_BACK, named(keys), [String(at)]);
    },
  };
}
