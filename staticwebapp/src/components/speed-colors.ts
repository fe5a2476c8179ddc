/** One colour per speed class, slow to fast: warm to cool, apart from the status colours, told apart by colour-blind eyes too. */
export const SPEED_COLORS = ['#e8590c', '#d6336c', '#7c4dff', '#1c7ed6'] as const;
