namespace RouteGen;

/// <summary>A part of a received request that is decoded on demand.</summary>
internal enum ReceivedPart
{
    Method,
    Host,
    Target,
    RemoteAddr,
    Url,
    AnnouncedTrailer,
    Tls,
}
