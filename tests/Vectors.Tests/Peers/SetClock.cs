using RouteGen;

namespace Vectors.Tests;

/// <summary>A clock that a test sets.</summary>
internal sealed class SetClock : ClientClock
{
    internal DateTime Now { get; set; }

    internal override long WallMs => Now.Ticks / TimeSpan.TicksPerMillisecond;
}
