import { readFileSync } from 'node:fs';
import { Connection } from 'rabbitmq-client';

/** What an application may do; a program of its own, since it has to run where the pods can be reached. */
export type Traffic = {
  /** After which it ends, whatever is not done. Below 60. */
  readonly seconds: number;
} & ({ readonly publish: Publish } | { readonly connect: Connect });

export type Publish = {
  /** Default: the one that leads to the queue named by the routing key. */
  readonly exchange?: string;
  readonly routingKey: string;
  readonly messages: number;
  /** Of each. */
  readonly bytes: number;
};

export type Connect = {
  /** How many are opened at the same time; each is closed at once, and followed by another. */
  readonly atOnce: number;
};

type Login = { readonly hosts: readonly string[]; readonly username: string; readonly passwordFile: string };

function open({ hosts, username, passwordFile }: Login): Connection {
  const connection = new Connection({ hosts: [...hosts], username, password: readFileSync(passwordFile, 'utf8') });
  connection.on('error', (error: unknown) => console.error(error));
  return connection;
}

async function publish(login: Login, { exchange = '', routingKey, messages, bytes }: Publish): Promise<void> {
  const connection = open(login);
  const publisher = connection.createPublisher({ confirm: true });
  const body = Buffer.alloc(bytes, 'x');
  const batch = 100;
  for (let sent = 0; sent < messages; sent += batch)
    await Promise.all(
      Array.from({ length: Math.min(batch, messages - sent) }, () => publisher.send({ exchange, routingKey, durable: true }, body)),
    );
}

async function connectAgainAndAgain(login: Login, { atOnce }: Connect): Promise<void> {
  const one = async () => {
    for (;;) {
      const connection = open(login);
      await connection.onConnect();
      await connection.close();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

if (import.meta.main) {
  const [login = '', text = ''] = process.argv.slice(2);
  const traffic = JSON.parse(text) as Traffic;
  setTimeout(() => process.exit(), traffic.seconds * 1000);
  if ('publish' in traffic) await publish(JSON.parse(login) as Login, traffic.publish);
  else await connectAgainAndAgain(JSON.parse(login) as Login, traffic.connect);
  process.exit();
}
