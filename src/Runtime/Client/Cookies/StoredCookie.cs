namespace RouteGen;

/// <summary>A cookie in a <see cref="CookieJar"/>. A later cookie with the same domain, path and name replaces it.</summary>
/// <remarks>Immutable.</remarks>
public sealed record StoredCookie
{
    /// <summary>The host or domain, in lower-case ASCII. Subdomains get the cookie unless <see cref="HostOnly"/> is set.</summary>
    public required string Domain { get; init; }

    /// <summary>The path of the cookie, which is sent for this path and all paths below it.</summary>
    public required string Path { get; init; }

    /// <summary>The name of the cookie.</summary>
    public required string Name { get; init; }

    /// <summary>The value of the cookie, without quotes around it.</summary>
    public required string Value { get; init; }

    /// <summary>
    /// True if the cookie was received in a field that was not valid UTF-8. Each character of name and value is then one byte, and is sent
    /// back as that byte. Default false.
    /// </summary>
    public bool IsLatin1 { get; init; }

    /// <summary>True if the value was received in quotes. It is then sent back in quotes.</summary>
    public bool Quoted { get; init; }

    /// <summary>True if subdomains of <see cref="Domain"/> do not get the cookie.</summary>
    public bool HostOnly { get; init; }

    /// <summary>True if the cookie is sent only over TLS.</summary>
    public bool Secure { get; init; }

    /// <summary>True if scripts must not see the cookie.</summary>
    public bool HttpOnly { get; init; }

    /// <summary>
    /// The <c>SameSite</c> attribute. A jar stores the attribute but does not apply it, since it does not know which site caused a request.
    /// </summary>
    public SameSite SameSite { get; init; }

    /// <summary>Expiry time, in UTC. Null for a session cookie, which is not persisted.</summary>
    public DateTime? Expires { get; init; }

    /// <summary>Time at which the cookie was first set, in UTC. Among cookies with equally long paths, the oldest is sent first.</summary>
    public DateTime Creation { get; init; }
}
