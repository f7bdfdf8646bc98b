namespace RouteGen;

/// <summary>A cookie as a <see cref="CookieJar"/> keeps it. Domain, path and name identify it: a later one with the same three replaces it.</summary>
/// <remarks>Immutable.</remarks>
public sealed record StoredCookie
{
    /// <summary>The host, or the domain whose subdomains get it, too; in lower-case ASCII.</summary>
    public required string Domain { get; init; }

    /// <summary>The path it is sent to, and everything below.</summary>
    public required string Path { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The value, without quotes around it.</summary>
    public required string Value { get; init; }

    /// <summary>True if name and value came in a field that was not valid UTF-8: each character is one byte, and is sent back as that byte. Default false.</summary>
    public bool IsLatin1 { get; init; }

    /// <summary>Whether the value came between quotes and goes back so.</summary>
    public bool Quoted { get; init; }

    /// <summary>Whether it is sent to the host <see cref="Domain"/> alone.</summary>
    public bool HostOnly { get; init; }

    /// <summary>Whether it is sent over TLS only.</summary>
    public bool Secure { get; init; }

    /// <summary>Whether it was meant to be hidden from scripts.</summary>
    public bool HttpOnly { get; init; }

    /// <summary>What was said of requests that other sites cause. A jar has no sites that cause requests, so it only keeps it.</summary>
    public SameSite SameSite { get; init; }

    /// <summary>When it ends, in UTC; null: with the session, and it is not persisted.</summary>
    public DateTime? Expires { get; init; }

    /// <summary>When it was first set, in UTC: the older of two cookies with paths of one length is sent first.</summary>
    public DateTime Creation { get; init; }
}
