namespace RouteGen;

/// <summary>
/// A cookie in a <see cref="CookieJar"/>. Domain, path and name identify it: a later one with the same three replaces it.
/// </summary>
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

    /// <summary>
    /// True if name and value were received in a field that was not valid UTF-8: each character is one byte, and is sent back as that byte.
    /// Default false.
    /// </summary>
    public bool IsLatin1 { get; init; }

    /// <summary>True if the value was received in quotes, and is sent back in quotes.</summary>
    public bool Quoted { get; init; }

    /// <summary>True if it is sent only to the host <see cref="Domain"/>.</summary>
    public bool HostOnly { get; init; }

    /// <summary>True if it is sent only over TLS.</summary>
    public bool Secure { get; init; }

    /// <summary>True if scripts must not see it.</summary>
    public bool HttpOnly { get; init; }

    /// <summary>
    /// The <c>SameSite</c> attribute. A jar keeps it and does not act on it, since it does not know which site causes a request.
    /// </summary>
    public SameSite SameSite { get; init; }

    /// <summary>Time of expiry, in UTC. Null for a session cookie, which is not persisted.</summary>
    public DateTime? Expires { get; init; }

    /// <summary>Time at which it was first set, in UTC: the older of two cookies with paths of one length is sent first.</summary>
    public DateTime Creation { get; init; }
}
