/** Why a proposal that goes by pods cannot be made. */
export const noPods = { message: 'no pod is behind the selector' } as const;
