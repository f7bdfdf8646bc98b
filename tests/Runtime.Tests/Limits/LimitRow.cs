namespace Runtime.Tests.Limits;

/// <summary>A limit and a way to go up to it and beyond.</summary>
/// <param name="Limit">The largest value that is accepted.</param>
/// <param name="IsAccepted">Tries a value. Returns true if it was accepted.</param>
internal sealed record LimitRow(int Limit, Func<int, Task<bool>> IsAccepted);
