using System.Diagnostics.CodeAnalysis;

namespace RouteGen;

/// <summary>Allows one read of a body at a time.</summary>
internal struct ReadGate
{
    private int _isTaken;

    /// <summary>Begins a read.</summary>
    /// <exception cref="InvalidOperationException">Another read is in progress.</exception>
    internal void Begin()
    {
        if (Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0) ThrowReading();
    }

    internal void End() => Volatile.Write(ref _isTaken, 0);

    [DoesNotReturn]
    private static void ThrowReading() =>
        throw new InvalidOperationException("A read of this body is still in progress. Await it before the next one.");
}
