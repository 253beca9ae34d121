/** What is awaited, unless it takes too long. @throws Error that says what was awaited */
export async function within<T>(timeoutMs: number, what: string, awaited: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`waited ${timeoutMs / 1000} s in vain for ${what}`)), timeoutMs);
  try {
    return await Promise.race([awaited, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
