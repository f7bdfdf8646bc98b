namespace RouteGen.IO;

/// <summary>Work that a call of <see cref="ConnWord.Post"/> leaves to its caller: at most one of a turn and waiters to wake.</summary>
internal readonly struct PostResult(Ready turn, Waiters woken)
{
    /// <summary>The reason of the turn that the caller, owner now, has to run; <see cref="Ready.None"/>: it owns nothing.</summary>
    internal Ready Turn { get; } = turn;

    /// <summary>Waiters that the caller must wake. They are disarmed.</summary>
    internal Waiters Woken { get; } = woken;
}
