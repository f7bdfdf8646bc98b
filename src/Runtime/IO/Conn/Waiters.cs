namespace RouteGen.IO;

/// <summary>The two waits that an owner may have at a time.</summary>
[Flags]
internal enum Waiters
{
    None = 0,
    Read = 1,
    Write = 2,
}
