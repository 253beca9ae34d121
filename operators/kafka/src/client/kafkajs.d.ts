/** What is used of kafkajs beneath its documented surface, in the version that package.json pins. */

declare module 'kafkajs/src/network/connection.js' {
  import type { Socket } from 'node:net';

  type Logger = { namespace(): Logger } & Readonly<Record<'debug' | 'info' | 'warn' | 'error', () => void>>;

  type Options = {
    readonly host: string;
    readonly port: number;
    readonly clientId: string;
    readonly logger: Logger;
    readonly socketFactory: (options: { readonly onConnect: () => void }) => Socket;
    readonly ssl?: object | undefined;
    readonly sasl?: { readonly mechanism: string; readonly username: string; readonly password: string } | undefined;
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
  };

  type Exchange<T> = {
    readonly request: {
      readonly apiKey: number;
      readonly apiVersion: number;
      readonly apiName: string;
      encode(): Promise<unknown>;
    };
    readonly response: {
      decode(payload: Buffer): Promise<{ readonly payload: Buffer }>;
      parse(decoded: { readonly payload: Buffer }): Promise<T>;
    };
    readonly logResponseError?: boolean;
  };

  type Versions = Readonly<Record<number, { readonly minVersion: number; readonly maxVersion: number }>>;

  // biome-ignore lint/style/noDefaultExport: that is how it is exported
  export default class Connection {
    readonly requestQueue: { readonly pending: readonly unknown[]; scheduleCheckPendingRequests(): void };
    constructor(options: Options);
    connect(): Promise<true>;
    authenticate(): Promise<void>;
    send<T>(exchange: Exchange<T>): Promise<T>;
    setVersions(versions: Versions): void;
    setSupportAuthenticationProtocol(isSupported: boolean): void;
    isConnected(): boolean;
  }
}

declare module 'kafkajs/src/protocol/encoder.js' {
  // biome-ignore lint/style/noDefaultExport: that is how it is exported
  export default class Encoder {
    writeBuffer(bytes: Buffer): this;
  }
}
