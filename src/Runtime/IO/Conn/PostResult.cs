namespace RouteGen.IO;

/// <summary>
/// Actions that a call of <see cref="ConnWord.Post"/> leaves to its caller: a turn, waiters to wake, or nothing.
/// </summary>
internal readonly struct PostResult(Ready turn, Waiters woken)
{
    /// <summary>
    /// The reason for a turn that the caller, now the owner, must run. <see cref="Ready.None"/> if the caller is not the owner.
    /// </summary>
    internal Ready Turn { get; } = turn;

    /// <summary>The disarmed waiters, which the caller must wake.</summary>
    internal Waiters Woken { get; } = woken;
}
