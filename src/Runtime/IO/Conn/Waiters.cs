namespace RouteGen.IO;

/// <summary>The two waits that an owner may have in progress.</summary>
[Flags]
internal enum Waiters
{
    None = 0,
    Read = 1,
    Write = 2,
}
