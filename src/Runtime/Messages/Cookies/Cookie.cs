namespace RouteGen;

/// <summary>
/// A cookie: a name and a value as a request carries them, and attributes when a response sets it (RFC 6265). Go's name:
/// <c>http.Cookie</c>.
/// </summary>
/// <remarks>
/// Values are written as ASCII; other characters are omitted. A jar sends back byte for byte what it received. Not thread-safe while it is
/// being changed.
/// </remarks>
public sealed partial class Cookie
{
    /// <summary>Creates a cookie without attributes.</summary>
    /// <param name="name">The name; a cookie whose name is not a token is not written.</param>
    /// <param name="value">The value, without quotes around it.</param>
    public Cookie(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        Name = name;
        Value = value;
    }

    /// <summary>The name, a token.</summary>
    public string Name
    {
        get;
        set
        {
            field = value;
            IsLatin1 = false;
        }
    }

    /// <summary>The value. Characters that a value cannot have are left out when it is written.</summary>
    public string Value
    {
        get;
        set
        {
            field = value;
            IsLatin1 = false;
        }
    }

    /// <summary>True if name and value were received in a field that was not UTF-8: each character is one byte.</summary>
    internal bool IsLatin1 { get; set; }

    /// <summary>True if the value is quoted. A value with a blank or a comma is written in quotes in any case.</summary>
    public bool Quoted { get; set; }

    /// <summary>The path that it is sent to, with everything below. Empty means the folder of the request's path.</summary>
    public string Path { get; set; } = "";

    /// <summary>
    /// The domain that it is sent to, with its subdomains. Empty means only the host that set it. A leading dot is ignored.
    /// </summary>
    public string Domain { get; set; } = "";

    /// <summary>Time of expiry. Null for a session cookie. A year before 1601 is not written.</summary>
    public DateTimeOffset? Expires { get; set; }

    /// <summary>Text of <see cref="Expires"/> in a line that was parsed.</summary>
    public string RawExpires { get; set; } = "";

    /// <summary>
    /// Lifetime in seconds, which takes precedence over <see cref="Expires"/>. Zero means not set. A negative value deletes the cookie; it
    /// is written as <c>Max-Age=0</c>.
    /// </summary>
    public long MaxAge { get; set; }

    /// <summary>True if it is sent over TLS only.</summary>
    public bool Secure { get; set; }

    /// <summary>True if scripts in a browser cannot see it.</summary>
    public bool HttpOnly { get; set; }

    /// <summary>The <c>SameSite</c> attribute: the requests from other sites with which a browser sends the cookie.</summary>
    public SameSite SameSite { get; set; }

    /// <summary>True if a browser keeps a separate cookie for each embedding site; <see cref="Secure"/> must be set, too.</summary>
    public bool Partitioned { get; set; }

    /// <summary>The line it was parsed from; empty otherwise.</summary>
    public string Raw { get; set; } = "";

    /// <summary>Attributes that were not understood, as written.</summary>
    public IReadOnlyList<string> Unparsed { get; set; } = [];
}
