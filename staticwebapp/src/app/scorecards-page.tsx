export const ScorecardsPage = () => null;
